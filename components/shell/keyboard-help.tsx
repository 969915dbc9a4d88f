'use client'

import { Dialog } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'

const GROUPS: readonly {
  readonly title: string
  readonly keys: readonly (readonly [readonly string[], string])[]
}[] = [
  {
    title: 'Everywhere',
    keys: [
      [['Ctrl', 'K'], 'Find an image, go to a page, do something'],
      [['?'], 'Show these shortcuts'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    title: 'List of images',
    keys: [
      [['/'], 'Search'],
      [['J'], 'Next image, also ↓'],
      [['K'], 'Previous image, also ↑'],
      [['Home'], 'First image; End goes to the last'],
      [['Enter'], 'Open the image'],
      [['X'], 'Select the image'],
      [['Shift', 'X'], 'Select up to here'],
      [['Shift', 'J'], 'Select while moving on, also Shift K'],
      [['.'], 'Actions of the image'],
      [['Esc'], 'Clear the selection'],
    ],
  },
  {
    title: 'Image',
    keys: [
      [['E'], 'Edit'],
      [['U'], 'Back to the list'],
    ],
  },
]

export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Keyboard shortcuts"
      description="On a Mac, use ⌘ instead of Ctrl."
      size="sm"
    >
      <div className="grid gap-5">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 text-xs font-medium text-muted">{group.title}</h3>
            <dl className="grid gap-1.5">
              {group.keys.map(([keys, meaning]) => (
                <div key={meaning} className="flex items-center gap-4">
                  <dt className="order-last flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd className="flex-1">{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
