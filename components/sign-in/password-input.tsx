'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ControlProps } from '#components/form/field.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'

interface PasswordInputProps extends ControlProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}

export function PasswordInput({ value, onChange, ...rest }: PasswordInputProps) {
  const t = useTranslations('signIn')
  const [isShown, setIsShown] = useState(false)
  return (
    <div className="relative">
      <Input
        {...rest}
        type={isShown ? 'text' : 'password'}
        autoComplete="current-password"
        spellCheck={false}
        className="pe-9"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <IconButton
        size="sm"
        label={isShown ? t('hidePassword') : t('showPassword')}
        icon={isShown ? EyeOff : Eye}
        aria-pressed={isShown}
        className="absolute end-1 top-1 pointer-coarse:top-0"
        onClick={() => setIsShown(!isShown)}
      />
    </div>
  )
}
