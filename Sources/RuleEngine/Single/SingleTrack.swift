/// A track and how it reads the frame, which the engine holds and no record needs to.
struct SingleTrack {
  let section: Int
  let track: Unmanaged<Track>
  let view: Unmanaged<TrackView>
  /// Whether its keys are known before anything is computed.
  let readsFields: Bool

  @inline(__always)
  func reachOut() { track._withUnsafeGuaranteedRef { track in view._withUnsafeGuaranteedRef { track.reachOut($0) } } }

  @inline(__always)
  func run(_ arrivals: Arrivals) {
    track._withUnsafeGuaranteedRef { track in view._withUnsafeGuaranteedRef { track.run($0, arrivals) } }
  }

  static func all(_ tracks: [[Track]], _ views: [[TrackView]], _ plan: Plan) -> [SingleTrack] {
    let fields = Set(plan.fields.map(\.register))
    return tracks.indices.flatMap { section in
      zip(tracks[section], views[section]).map { track, view in
        SingleTrack(
          section: section, track: .passUnretained(track), view: .passUnretained(view),
          readsFields: track.plan.keys.allSatisfy { fields.contains($0.register) })
      }
    }
  }
}
