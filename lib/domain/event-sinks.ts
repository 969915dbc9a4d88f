/** How far each sink has read the events, and which node feeds it. */
export interface SinkCursors {
  /** Where the sink stands; a new one begins behind everything that was recorded until now. */
  position(sink: string): Promise<number>
  /** Makes this node the sink's only feeder until a time. Null while another node is. @returns the position */
  acquire(sink: string, lease: SinkLease, nowMs: number): Promise<number | null>
  /** All up to `position` is safe on the other side. False when another node has taken over. */
  advance(sink: string, lease: SinkLease, position: number): Promise<boolean>
  release(sink: string, owner: string): Promise<void>
}

export interface SinkLease {
  readonly owner: string
  /** Milliseconds since the epoch. */
  readonly untilMs: number
}
