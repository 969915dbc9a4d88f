export type HashAlgo = 'md5' | 'sha1' | 'sha256' | 'sha512'

/** How to hold what was hashed against a signature. */
export interface SignatureQuestion {
  /** A public key in PEM. */
  readonly key: string
  readonly signature: Uint8Array
  /** For RSA; as in node:crypto. */
  readonly padding?: number
  readonly saltLength?: number
}

/** To a hash worker. A stream is one running hash; a job is answered once. Commands of one stream are obeyed in order. */
export type HashCommand =
  | { readonly type: 'begin'; readonly stream: number; readonly algo: HashAlgo }
  | {
      readonly type: 'begin resumable'
      readonly stream: number
      readonly algo: HashAlgo
      /** What `save` gave; null: from the first byte. */
      readonly state: string | null
    }
  | { readonly type: 'begin verification'; readonly stream: number; readonly algo: string }
  | {
      readonly type: 'update'
      readonly stream: number
      readonly job: number
      readonly memory: SharedArrayBuffer
      readonly lengthBytes: number
    }
  | { readonly type: 'digest'; readonly stream: number; readonly job: number }
  | { readonly type: 'save'; readonly stream: number; readonly job: number }
  | {
      readonly type: 'verify'
      readonly stream: number
      readonly job: number
      readonly question: SignatureQuestion
    }
  | { readonly type: 'drop'; readonly stream: number }

/** The digest of a verification says whether the signature holds: `true` or `false`; that of `save` is the state. */
export type HashReply =
  | { readonly job: number; readonly digest: string | null }
  | { readonly job: number; readonly error: string }
