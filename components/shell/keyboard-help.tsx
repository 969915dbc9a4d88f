'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from '#components/ui/dialog.tsx'
import { KeyCap } from './key-cap.tsx'

const GROUPS = [
  {
    title: 'everywhere.title',
    keys: [
      [['ctrl', 'K'], 'everywhere.commands'],
      [['?'], 'everywhere.help'],
      [['esc'], 'everywhere.close'],
    ],
  },
  {
    title: 'list.title',
    keys: [
      [['/'], 'list.search'],
      [['J'], 'list.next'],
      [['K'], 'list.previous'],
      [['home'], 'list.first'],
      [['enter'], 'list.open'],
      [['space'], 'list.peek'],
      [['X'], 'list.select'],
      [['shift', 'X'], 'list.selectTo'],
      [['shift', 'J'], 'list.selectOn'],
      [['.'], 'list.actions'],
      [['esc'], 'list.clear'],
    ],
  },
  {
    title: 'image.title',
    keys: [
      [['E'], 'image.edit'],
      [['U'], 'image.back'],
    ],
  },
] as const

export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('shell.help')
  const shell = useTranslations('shell')
  return (
    <Dialog isOpen onClose={onClose} title={shell('keyboardShortcuts')} description={t('mac')} size="sm">
      <div className="grid gap-5">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 text-xs font-medium text-muted">{t(group.title)}</h3>
            <dl className="grid gap-1.5">
              {group.keys.map(([keys, meaning]) => (
                <div key={meaning} className="flex items-center gap-4">
                  <dt className="order-last flex gap-1">
                    {keys.map((key) => (
                      <KeyCap key={key} name={key} />
                    ))}
                  </dt>
                  <dd className="flex-1">{t(meaning)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
