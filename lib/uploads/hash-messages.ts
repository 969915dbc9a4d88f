export type HashAlgo = 'md5' | 'sha1' | 'sha256' | 'sha512'

/** To a hash worker. A stream is one running hash; a job is answered once. Commands of one stream are obeyed in order. */
export type HashCommand =
  | { readonly type: 'begin'; readonly stream: number; readonly algo: HashAlgo }
  | {
      readonly type: 'update'
      readonly stream: number
      readonly job: number
      readonly memory: SharedArrayBuffer
      readonly lengthBytes: number
    }
  | { readonly type: 'digest'; readonly stream: number; readonly job: number }
  | { readonly type: 'drop'; readonly stream: number }

export type HashReply =
  | { readonly job: number; readonly digest: string | null }
  | { readonly job: number; readonly error: string }
