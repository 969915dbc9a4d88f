/** An error on the wire, for clients that accept JSON. */
export interface FaultWire {
  /** `404 Not Found` */
  readonly code: string
  /** `Not Found` */
  readonly title: string
  /** What is wrong, with what, and what to do. */
  readonly message: string
  /** Ours: the field, header or parameter at fault. */
  readonly field?: string
}
