'use client'

import { useTranslations } from 'next-intl'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import { Cell, HeadCell, Table } from '#components/ui/table.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import type { ComparedLine } from '#lib/client/version-comparison.ts'
import { FAMILY_PROPERTIES } from '#lib/contract/family-properties.ts'
import type { KnownKeys } from '#lib/contract/metadefs/known-keys.ts'

const TONES: Readonly<Record<Exclude<ComparedLine['kind'], 'equal'>, Tone>> = {
  added: 'ok',
  removed: 'danger',
  changed: 'accent',
}

interface ComparisonTableProps {
  readonly lines: readonly ComparedLine[]
  readonly before: ImageView
  readonly after: ImageView
  /** What the site calls its properties; undefined: not known yet. */
  readonly known: KnownKeys | undefined
  readonly label: string
}

export function ComparisonTable({ lines, before, after, known, label }: ComparisonTableProps) {
  const t = useTranslations('families.compare')
  if (lines.length === 0) return <p className="rounded-lg border px-3.5 py-6 text-center">{t('none')}</p>
  return (
    <div className="rounded-lg border">
      <Table
        aria-label={label}
        className="table-fixed [&_tbody_tr:last-child>*]:border-b-0 [&_td,&_th]:px-2.5"
      >
        <thead>
          <tr>
            <HeadCell className="w-1/3 text-start">{t('what')}</HeadCell>
            {[before, after].map((image) => (
              <HeadCell key={image.id} className="py-1.5 text-start whitespace-normal break-words">
                <Link href={`/images/${image.id}`} className="text-accent underline">
                  <bdi>{image.properties[FAMILY_PROPERTIES.version] ?? imageTitle(image)}</bdi>
                </Link>
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <ComparisonRow key={line.key} line={line} known={known} />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

interface ComparisonRowProps {
  readonly line: ComparedLine
  readonly known: KnownKeys | undefined
}

function ComparisonRow({ line, known }: ComparisonRowProps) {
  const t = useTranslations('families.compare')
  const { kind, label, property, before, after } = line
  const title = (property !== null && known?.get(property)?.[0]?.definition.title) || label
  return (
    <tr>
      <th scope="row" className="h-9 border-b px-3 py-1.5 text-start align-top font-normal first:ps-4">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="min-w-0 font-medium break-words">{title}</bdi>
          {kind !== 'equal' ? (
            <Badge tone={TONES[kind]}>{t(`kind.${kind}`)}</Badge>
          ) : (
            <span className="sr-only">{t('kind.equal')}</span>
          )}
        </span>
        {property !== null && title !== property && (
          <code className="block font-mono text-2xs break-all text-muted">{property}</code>
        )}
      </th>
      <Value text={before} isQuiet={kind === 'equal'} isText={property !== null} />
      <Value text={after} isQuiet={kind === 'equal'} isText={property !== null} />
    </tr>
  )
}

interface ValueProps {
  readonly text: string | null
  readonly isQuiet: boolean
  /** What programs read stands as they read it. */
  readonly isText: boolean
}

function Value({ text, isQuiet, isText }: ValueProps) {
  const t = useTranslations('families.compare')
  const common = useTranslations('common')
  const said = text === null ? common('notSet') : text === '' ? t('empty') : null
  return (
    <Cell className={cx('py-1.5 align-top! break-words', isQuiet && 'text-muted')}>
      {said === null ? (
        <bdi className={cx('wrap-anywhere', isText && 'font-mono text-xs leading-5')}>{text}</bdi>
      ) : (
        <span className="text-faint">{said}</span>
      )}
    </Cell>
  )
}
