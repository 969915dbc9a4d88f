import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Signer {
  readonly certificatePem: string
  readonly certificateDer: Uint8Array
  /** The signature in base64, made by the real openssl. */
  sign(data: Uint8Array, hash: string): string
}

export interface Signers {
  /** @param newKey as `openssl req -newkey` takes it */
  create(name: string, newKey: readonly string[], signOptions?: readonly string[]): Signer
  /** A key of an older kind, which `openssl req` cannot make in one step. */
  createDsa(name: string): Signer
  remove(): void
}

/** Keys, certificates and signatures by the program openssl, in a folder of their own. */
export function openSigners(): Signers {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-openssl-'))
  const run = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const signer = (name: string, signOptions: readonly string[]): Signer => {
    const certificatePem = readFileSync(join(folder, `${name}.crt`), 'utf8')
    return {
      certificatePem,
      certificateDer: new X509Certificate(certificatePem).raw,
      sign(data, hash) {
        writeFileSync(join(folder, 'data'), data)
        return run('dgst', `-${hash}`, '-sign', `${name}.key`, ...signOptions, 'data').toString('base64')
      },
    }
  }
  const certify = ['req', '-x509', '-nodes', '-days', '2', '-subj', '/CN=signer', '-out'] as const
  return {
    create(name, newKey, signOptions = []) {
      run(...certify, `${name}.crt`, '-keyout', `${name}.key`, ...newKey)
      return signer(name, signOptions)
    },
    createDsa(name) {
      run('dsaparam', '-out', `${name}.param`, '1024')
      run('gendsa', '-out', `${name}.key`, `${name}.param`)
      run(...certify, `${name}.crt`, '-key', `${name}.key`)
      return signer(name, [])
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
