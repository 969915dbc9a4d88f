import type { Image } from './image.ts'

/** What happened to an image, in Glance's words (`image.create`, `image.update` …) and ours (`upload.progress`). */
export type ServiceEvent =
  | {
      readonly type:
        | 'image.create'
        | 'image.prepare'
        | 'image.upload'
        | 'image.activate'
        | 'image.send'
        | 'image.update'
        | 'image.delete'
        | 'image.member.create'
        | 'image.member.update'
        | 'image.member.delete'
      readonly image: Image
      /** The member project, for member events. */
      readonly memberId?: string
    }
  | {
      readonly type: 'upload.progress'
      readonly image: Image
      readonly receivedBytes: number
      readonly totalBytes: number | null
      /** receiving → hashing → inspecting → storing */
      readonly step: 'receiving' | 'hashing' | 'inspecting' | 'storing'
    }

/** Where the notifier layer tells what happened. Telling never fails the change. */
export interface EventSink {
  publish(event: ServiceEvent): void
}
