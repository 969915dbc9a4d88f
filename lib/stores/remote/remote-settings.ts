import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { secret } from '#lib/config/fields.ts'

const MIB = 1024 * 1024

/** Settings that all stores over HTTP have. */
export const REMOTE_SETTINGS = {
  /** A file of certificates (PEM) to trust instead of the system's. */
  ca_file: z.string().transform(readCertificates).optional(),
  /** Longest silence of the servers. */
  idle_seconds: z.number().int().positive().default(60),
  /** How often a request is made before the store counts as down. */
  attempts: z.number().int().min(1).max(20).default(4),
}

/** For stores that can sign URLs. */
export const REDIRECT_SETTINGS = {
  /** Downloads are sent to the store itself, with a URL that is good for this long. */
  redirect_seconds: z.number().int().min(5).max(3600).optional(),
}

function readCertificates(path: string, ctx: z.RefinementCtx): string {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
    ctx.addIssue({ code: 'custom', message: `the file ${path} holds no certificate` })
  } catch {
    ctx.addIssue({ code: 'custom', message: `the file ${path} cannot be read` })
  }
  return z.NEVER
}

/** The settings above in the words of the stores. */
export function remoteOptions(settings: {
  readonly ca_file?: string | undefined
  readonly idle_seconds: number
  readonly attempts: number
}) {
  return {
    ca: settings.ca_file,
    idleMs: settings.idle_seconds * 1000,
    retry: { attempts: settings.attempts, pauseMs: 200, longestPauseMs: 5000 },
  }
}

export const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.parse(text)?.username === '', 'must not contain a user name or a password')
  .transform((text) => text.replace(/\/+$/, ''))
export const secretText = z.string().min(1).transform(secret)
export const mebibytes = (least: number, fallback: number) =>
  z
    .number()
    .int()
    .min(least)
    .max(1024)
    .default(fallback)
    .transform((count) => count * MIB)
