'use client'

import { ChevronRight } from 'lucide-react'
import { Field } from '#components/form/field.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { readChecksum } from '#lib/client/upload/file/checksum.ts'
import { suggestedMinDiskGb } from '#lib/client/upload/file/draft.ts'
import type { FormProblems } from '#lib/client/upload/prepare/image-form.ts'
import type { Inspection } from '#lib/formats/types.ts'
import type { FieldsProps } from './image-fields.tsx'

const ARCHITECTURES = ['', 'x86_64', 'aarch64', 'i686', 'ppc64le', 's390x', 'riscv64']

interface MoreFieldsProps extends FieldsProps {
  readonly inspection: Inspection
  readonly fileName: string
}

/** What may be left as it is: folded away, but open at once when something in there is wrong. */
export function MoreFields({ form, problems, edit, inspection, fileName }: MoreFieldsProps) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <ChecksumField form={form} problems={problems} edit={edit} fileName={fileName} />
      <details className="group" open={hasProblem(problems) || undefined}>
        <summary className="-mx-1 flex w-fit cursor-pointer list-none items-center gap-1 rounded-md px-1 py-0.5 text-sm font-medium [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
          Description, system, requirements
        </summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Field label="Description" isOptional className="sm:col-span-2">
            {(control) => (
              <Input
                {...control}
                value={form.description}
                onChange={(event) => edit({ description: event.target.value })}
              />
            )}
          </Field>
          <SystemFields form={form} problems={problems} edit={edit} />
          <Field label="Smallest disk" error={problems.minDisk} hint={diskHint(inspection)}>
            {(control) => (
              <Amount
                {...control}
                unit="GiB"
                value={form.minDisk}
                onChange={(minDisk) => edit({ minDisk })}
              />
            )}
          </Field>
          <Field
            label="Smallest memory"
            error={problems.minRam}
            hint="A machine with less cannot use the image; 0 for any."
          >
            {(control) => (
              <Amount {...control} unit="MiB" value={form.minRam} onChange={(minRam) => edit({ minRam })} />
            )}
          </Field>
        </div>
      </details>
    </div>
  )
}

function hasProblem({ minDisk, minRam, tags }: FormProblems): boolean {
  return (minDisk ?? minRam ?? tags) !== undefined
}

function diskHint({ virtualSizeBytes }: Inspection): string {
  if (virtualSizeBytes === null) return '0 for any.'
  return `The disk inside is ${byteText(virtualSizeBytes)}, so it needs ${suggestedMinDiskGb(virtualSizeBytes)} GiB; 0 for any.`
}

function SystemFields({ form, problems, edit }: FieldsProps) {
  return (
    <>
      <Field label="Operating system" isOptional hint="As in os_distro: debian, ubuntu, windows …">
        {(control) => (
          <Input
            {...control}
            value={form.osDistro}
            onChange={(event) => edit({ osDistro: event.target.value })}
          />
        )}
      </Field>
      <Field label="Version" isOptional>
        {(control) => (
          <Input
            {...control}
            value={form.osVersion}
            onChange={(event) => edit({ osVersion: event.target.value })}
          />
        )}
      </Field>
      <Field label="Architecture" isOptional>
        {(control) => (
          <Select
            {...control}
            value={form.architecture}
            options={ARCHITECTURES.map((value) => ({ value, label: value === '' ? 'Not said' : value }))}
            onChange={(architecture) => edit({ architecture })}
          />
        )}
      </Field>
      <Field label="Tags" isOptional error={problems.tags} hint="Separated by commas.">
        {(control) => (
          <Input {...control} value={form.tags} onChange={(event) => edit({ tags: event.target.value })} />
        )}
      </Field>
    </>
  )
}

function ChecksumField({ form, problems, edit, fileName }: FieldsProps & { readonly fileName: string }) {
  const reading = readChecksum(form.checksum, fileName)
  const hint =
    reading.kind === 'hash'
      ? `${reading.hash.algo.toUpperCase()}. The service compares it with what arrives, and refuses anything else.`
      : 'From the place you got the file: a checksum, or a whole SHA256SUMS file.'
  return (
    <Field label="Expected checksum" isOptional error={problems.checksum} hint={hint}>
      {(control) => (
        <Textarea
          {...control}
          rows={1}
          spellCheck={false}
          className="field-sizing-content max-h-32 min-h-8! resize-none font-mono text-xs leading-5"
          value={form.checksum}
          onChange={(event) => edit({ checksum: event.target.value })}
        />
      )}
    </Field>
  )
}

interface AmountProps {
  readonly id: string
  readonly unit: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Amount({ unit, value, onChange, ...control }: AmountProps) {
  return (
    <span className="relative block">
      <Input
        {...control}
        inputMode="numeric"
        className="pe-12"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 end-3 flex items-center text-xs text-muted"
      >
        {unit}
      </span>
    </span>
  )
}
