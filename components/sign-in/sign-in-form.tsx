'use client'

import { useTranslations } from 'next-intl'
import { type SyntheticEvent, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { signIn } from '#lib/client/session.ts'
import { PasswordInput } from './password-input.tsx'

interface SignInFormProps {
  /** Who signs in again; absent on the sign-in page. */
  readonly userName?: string
  readonly onSignedIn: (userName: string) => Promise<void> | void
}

export function SignInForm({ userName: knownName = '', onSignedIn }: SignInFormProps) {
  const t = useTranslations('signIn')
  const [userName, setUserName] = useState(knownName)
  const [password, setPassword] = useState('')
  const [domain, setDomain] = useState('')
  const [hasDomain, setHasDomain] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)

  async function submit(): Promise<void> {
    setIsBusy(true)
    setProblem(null)
    try {
      await signIn({ userName: userName.trim(), password, domain: domain.trim() })
      await onSignedIn(userName.trim())
    } catch (error) {
      setProblem(faultMessage(error))
      setPassword('')
      setIsBusy(false)
    }
  }
  function onSubmit(event: SyntheticEvent): void {
    event.preventDefault()
    if (isBusy) return
    if (userName.trim() === '' || password === '') setProblem(t('enterBoth'))
    else void submit()
  }

  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <Field label={t('userName')}>
        {(control) => (
          <Input
            {...control}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={knownName === ''}
            value={userName}
            onChange={(event) => setUserName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('password')}>
        {(control) => (
          <PasswordInput {...control} autoFocus={knownName !== ''} value={password} onChange={setPassword} />
        )}
      </Field>
      {hasDomain ? (
        <Field label={t('domain')} hint={t('domainHint')}>
          {(control) => (
            <Input
              {...control}
              placeholder="Default"
              value={domain}
              onChange={(event) => setDomain(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <Button
          variant="ghost"
          size="sm"
          className="-my-1.5 -ms-2 justify-self-start"
          onClick={() => setHasDomain(true)}
        >
          {t('moreDomain')}
        </Button>
      )}
      <Button type="submit" variant="primary" isBusy={isBusy}>
        {t('signIn')}
      </Button>
    </form>
  )
}
