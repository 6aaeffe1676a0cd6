/// What gaps said while a history was learned from, so that deciding over the same history does not ask again.
///
/// It is no part of the baseline: where it does not know a gap, the same is found once more.
public struct ToldGaps: Sendable {
  private var chances: [GapProblem: GapChances] = [:]

  /// More are not kept: each takes a few hundred bytes.
  private static let gapsMax = 250_000

  public init() {}

  init(_ problems: some Sequence<GapProblem>, _ chances: some Sequence<GapChances>) {
    for (problem, chances) in zip(problems, chances).prefix(ToldGaps.gapsMax) { self.chances[problem] = chances }
  }

  subscript(_ problem: GapProblem) -> GapChances? { chances[problem] }
}
