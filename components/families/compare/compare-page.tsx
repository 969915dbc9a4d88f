'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeftRight, Layers } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useDocumentTitle } from '#components/shell/use-document-title.ts'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { Select, type SelectOption } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { type FamilyKey, type FamilyVersionWire, familyChoicesOptions } from '#lib/client/families.ts'
import { imageTitle } from '#lib/client/image-view.ts'
import { pairOf, type VersionPair } from '#lib/client/version-comparison.ts'
import { type CompareAddress, compareAddress, familyAddress } from '../family-address.ts'
import { Comparison } from './comparison.tsx'

interface ComparePageProps {
  readonly family: FamilyKey
  /** As the address says it. */
  readonly address: CompareAddress
}

/** Two versions of a family, side by side. Which ones stands in the address, so that it can be sent to somebody. */
export function ComparePage({ family, address }: ComparePageProps) {
  const t = useTranslations('families.compare')
  useDocumentTitle(`${t('title')} · ${family.name}`)
  const [asked, setAsked] = useState(address)
  const { data: versions, error, refetch } = useQuery(familyChoicesOptions(family))
  const pair = pairOf(versions?.map(({ id }) => id) ?? [], asked)
  const isAlone = versions !== undefined && pair === null
  function go(next: VersionPair, showsEqual: boolean): void {
    setAsked({ ...next, showsEqual })
    // The history, not the router: the page itself is the same, only its data differ.
    history.replaceState(null, '', compareAddress(family, { ...next, showsEqual }))
  }
  return (
    <>
      <PageHeader
        trail={
          <Link
            href={familyAddress(family)}
            className="text-xs break-words text-muted hover:text-ink hover:underline"
          >
            <bdi>{family.name}</bdi>
          </Link>
        }
        title={t('title')}
      />
      <div className="grid gap-5 px-4 pb-10 sm:px-6">
        {error !== null && pair === null && (
          <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />
        )}
        {isAlone && <NothingToCompare family={family} isGone={asked.after !== null && versions.length > 1} />}
        {pair !== null && (
          <>
            <Choice pair={pair} versions={versions ?? []} showsEqual={asked.showsEqual} onChange={go} />
            <Comparison
              // Nothing of another pair stays.
              key={`${pair.before} ${pair.after}`}
              pair={pair}
              showsEqual={asked.showsEqual}
            />
          </>
        )}
        {versions === undefined && pair === null && error === null && (
          <div role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-40 rounded-lg" />
          </div>
        )}
      </div>
    </>
  )
}

interface ChoiceProps {
  readonly pair: VersionPair
  readonly versions: readonly FamilyVersionWire[]
  readonly showsEqual: boolean
  readonly onChange: (pair: VersionPair, showsEqual: boolean) => void
}

function Choice({ pair, versions, showsEqual, onChange }: ChoiceProps) {
  const t = useTranslations('families.compare')
  const switchId = useId()
  const side = (own: keyof VersionPair, other: keyof VersionPair): ReactNode => (
    <Field label={t(own)} className="min-w-0 flex-1 basis-56">
      {(control) => (
        <Select
          {...control}
          value={pair[own]}
          options={optionsOf(versions, pair[own], pair[other], t('otherSide'))}
          onChange={(id) => onChange({ ...pair, [own]: id }, showsEqual)}
        />
      )}
    </Field>
  )
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        {side('before', 'after')}
        <Button
          icon={ArrowLeftRight}
          onClick={() => onChange({ before: pair.after, after: pair.before }, showsEqual)}
        >
          {t('swap')}
        </Button>
        {side('after', 'before')}
      </div>
      <div className="flex items-center gap-2.5">
        <Switch id={switchId} isOn={showsEqual} onChange={(isOn) => onChange(pair, isOn)} />
        <label htmlFor={switchId}>{t('showEqual')}</label>
      </div>
    </div>
  )
}

/** What was named in the address stays to be seen, even where it is no version of the family. */
function optionsOf(
  versions: readonly FamilyVersionWire[],
  own: string,
  other: string,
  otherSide: string,
): readonly SelectOption<string>[] {
  const known = versions.map((version) => ({
    value: version.id,
    label: version.version ?? imageTitle(version),
    ...(version.version !== null && { description: imageTitle(version) }),
    disabledReason: version.id === other ? otherSide : undefined,
  }))
  const isElsewhere = versions.every(({ id }) => id !== own)
  return isElsewhere ? [{ value: own, label: own }, ...known] : known
}

interface NothingToCompareProps {
  readonly family: FamilyKey
  readonly isGone: boolean
}

function NothingToCompare({ family, isGone }: NothingToCompareProps) {
  const t = useTranslations('families.compare')
  return (
    <EmptyState
      icon={Layers}
      title={t(isGone ? 'gone' : 'onlyOne')}
      actions={<ButtonLink href={familyAddress(family)}>{t('toFamily')}</ButtonLink>}
    >
      {t(isGone ? 'goneText' : 'onlyOneText')}
    </EmptyState>
  )
}
