import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DomainError, invalid } from '#lib/domain/errors.ts'

/** Where certificates come from. */
export interface CertificateSource {
  /** The certificate, in DER or PEM; null when there is none of this id. @throws `unavailable` */
  find(certificateId: string): Promise<Uint8Array | null>
}

const ENDINGS = ['.pem', '.crt', '.cer', '.der']

/** A folder in which each certificate is a file named by its id. */
export function certificateFolder(folder: string): CertificateSource {
  return {
    async find(certificateId) {
      for (const ending of ENDINGS) {
        const path = join(/* turbopackIgnore: true */ folder, `${certificateId}${ending}`)
        const bytes = await readFile(path).catch(ifAbsent)
        if (bytes !== null) return bytes
      }
      return null
    },
  }
}

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

/** Asks one after the other. */
export function certificatesFrom(sources: readonly CertificateSource[]): CertificateSource {
  return {
    async find(certificateId) {
      for (const source of sources) {
        const bytes = await source.find(certificateId)
        if (bytes !== null) return bytes
      }
      return null
    },
  }
}

/** @throws `invalid` absent, unreadable, expired or not valid yet; `unavailable` */
export async function validCertificate(
  source: CertificateSource,
  certificateId: string,
  nowMs: number,
): Promise<X509Certificate> {
  const bytes = await source.find(certificateId)
  if (bytes === null) throw unusable(certificateId, 'is not known to this service')
  const certificate = parse(bytes)
  if (certificate === null) throw unusable(certificateId, 'cannot be read')
  if (nowMs < Date.parse(certificate.validFrom)) throw unusable(certificateId, 'is not valid yet')
  if (nowMs > Date.parse(certificate.validTo)) throw unusable(certificateId, 'has expired')
  return certificate
}

function parse(bytes: Uint8Array): X509Certificate | null {
  // Key managers keep DER, PEM, or DER in base64.
  for (const candidate of [bytes, Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')]) {
    try {
      return new X509Certificate(candidate)
    } catch {
      // The next reading may be the right one.
    }
  }
  return null
}

function unusable(certificateId: string, why: string): DomainError {
  return invalid(
    `The signature of the image cannot be checked: the certificate ${certificateId} ${why}.`,
    'img_signature_certificate_uuid',
  )
}
