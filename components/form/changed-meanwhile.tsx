import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

interface ChangedMeanwhileProps {
  /** `image` */
  readonly what: string
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Somebody else was faster: nothing is lost on either side, and the person decides how to go on. */
export function ChangedMeanwhile({ what, onKeepMine, onTakeTheirs }: ChangedMeanwhileProps) {
  return (
    <Notice tone="warn" title={`Somebody changed this ${what} meanwhile`} className="mb-4">
      <p>Nothing has been saved. You can go on from the new version with your changes, or without them.</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={onKeepMine}>
          Keep my changes
        </Button>
        <Button size="sm" onClick={onTakeTheirs}>
          Reload, drop my changes
        </Button>
      </div>
    </Notice>
  )
}
