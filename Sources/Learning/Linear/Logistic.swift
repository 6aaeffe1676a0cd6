import Foundation

/// The chance that a margin stands for.
@inline(__always)
func logistic(_ margin: Double) -> Double {
  // Whichever way, the exponential is of a number below 0 and cannot overflow.
  if margin >= 0 { return 1 / (1 + exp(-margin)) }
  let odds = exp(margin)
  return odds / (1 + odds)
}

/// log(1 + exp(margin)), also where the exponential is too large to be written down.
@inline(__always)
func logOnePlusExp(_ margin: Double) -> Double { max(margin, 0) + log1p(exp(-margin.magnitude)) }
