/// A rep, a customer, a product: an identity as a small number, dense from 0, within one `SymbolTable`.
public struct Symbol: Hashable, Sendable {
  public let id: UInt32

  @inlinable
  public init(id: UInt32) { self.id = id }

  @inlinable
  public var index: Int { Int(id) }
}
