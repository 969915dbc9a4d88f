import { useTranslations } from 'next-intl'
import { Kbd } from '#components/ui/kbd.tsx'

/** What keyboards of the language write on these. */
const NAMED = ['ctrl', 'shift', 'home', 'enter', 'space', 'esc'] as const

/** One key: a letter or a sign as it is, the others by their names. */
export function KeyCap({ name }: { readonly name: string }) {
  const t = useTranslations('shell')
  const named = NAMED.find((each) => each === name)
  return <Kbd>{named === undefined ? name : t(`keys.${named}`)}</Kbd>
}
