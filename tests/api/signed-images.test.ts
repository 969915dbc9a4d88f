import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validCertificate } from '#lib/signatures/certificates.ts'
import { OCTETS, openApi, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { type FakeKeyManager, KEY_MANAGER_CREDENTIAL, startKeyManager } from '#tests/support/key-manager.ts'
import { openSigners, type Signer, type Signers } from '#tests/support/openssl.ts'

const DATA = Buffer.alloc(2_500_000, 'signed disk')
const PSS = ['-sigopt', 'rsa_padding_mode:pss'] as const

const open = openingSqlite()
let signers: Signers
let rsa: Signer
let keyManager: FakeKeyManager
let folder: string
let api: TestApi

beforeAll(async () => {
  signers = openSigners()
  rsa = signers.create('rsa', ['-newkey', 'rsa:2048'], PSS)
  keyManager = await startKeyManager()
  folder = mkdtempSync(join(tmpdir(), 'vitrine-certificates-'))
  api = await openApi(open, {
    VITRINE_SIGNATURE_CERTIFICATES_DIR: folder,
    VITRINE_KEY_MANAGER_URL: keyManager.url,
    VITRINE_KEY_MANAGER_AUTH_URL: `${keyManager.url}/v3`,
    VITRINE_KEY_MANAGER_CREDENTIAL_ID: KEY_MANAGER_CREDENTIAL.id,
    VITRINE_KEY_MANAGER_CREDENTIAL_SECRET: KEY_MANAGER_CREDENTIAL.secret,
  })
})
afterAll(async () => {
  await api.close()
  await keyManager.close()
  signers.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Keeps a certificate in the key manager; gives its id. */
function keep(payload: Uint8Array | string): string {
  const id = randomUUID()
  keyManager.payloads.set(id, payload)
  return id
}

interface Signed {
  readonly signature?: string
  readonly method?: string
  readonly keyType?: string
  readonly certificate?: string
}

/** Uploads data under these properties; gives the answer and what became of the image. */
async function upload(data: Uint8Array, signed: Signed) {
  const { signature, method = 'SHA-256', keyType = 'RSA-PSS', certificate } = signed
  const { id } = await api.createImage({
    ...{ disk_format: 'raw', container_format: 'bare' },
    ...(signature === undefined ? {} : { img_signature: signature }),
    ...{ img_signature_hash_method: method, img_signature_key_type: keyType },
    ...(certificate === undefined ? {} : { img_signature_certificate_uuid: certificate }),
  })
  const put = await api.ask('PUT', `/v2/images/${id}/file`, { body: data, headers: OCTETS })
  const image = (await (await api.ask('GET', `/v2/images/${id}`)).json()) as Record<string, unknown>
  return { status: put.status, text: await put.text(), image }
}

describe('an image that announces a signature', () => {
  it('becomes active when openssl signed its data', async () => {
    const certificate = keep(rsa.certificateDer)
    const { status, image } = await upload(DATA, { signature: rsa.sign(DATA, 'sha256'), certificate })
    expect([status, image.status]).toEqual([204, 'active'])
  })

  it('is queued again, and says so, when the data is another', async () => {
    const other = Buffer.from(DATA)
    other[2_000_000] = 0
    const certificate = keep(rsa.certificateDer)
    const { status, text, image } = await upload(other, { signature: rsa.sign(DATA, 'sha256'), certificate })
    expect(status).toBe(400)
    expect(text).toContain('does not have the signature')
    expect(image).toMatchObject({ status: 'queued', size: null })
  })

  it.each([
    ['ECC_SECP384R1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'], 'SHA-384', 'sha384'],
    ['ECC_SECP521R1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp521r1'], 'SHA-512', 'sha512'],
    ['ECC_SECT571K1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:sect571k1'], 'SHA-224', 'sha224'],
    ['ECC_SECT409R1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:sect409r1'], 'SHA-256', 'sha256'],
  ] as const)('may be signed by a key of the type %s', async (keyType, newKey, method, hash) => {
    const signer = signers.create(keyType, newKey)
    const certificate = keep(signer.certificatePem)
    const signature = signer.sign(DATA, hash)
    expect((await upload(DATA, { signature, method, keyType, certificate })).status).toBe(204)
    expect((await upload(DATA.subarray(1), { signature, method, keyType, certificate })).status).toBe(400)
  })

  it('may be signed by a DSA key', async () => {
    const signer = signers.createDsa('dsa')
    const certificate = keep(Buffer.from(signer.certificateDer).toString('base64'))
    const signature = signer.sign(DATA, 'sha256')
    expect((await upload(DATA, { signature, keyType: 'DSA', certificate })).status).toBe(204)
    expect((await upload(DATA.subarray(1), { signature, keyType: 'DSA', certificate })).status).toBe(400)
  })

  it('may name a certificate of the folder, and one whose token has expired meanwhile', async () => {
    const certificate = randomUUID()
    writeFileSync(join(folder, `${certificate}.pem`), rsa.certificatePem)
    const signature = rsa.sign(DATA, 'sha512')
    expect((await upload(DATA, { signature, method: 'SHA-512', certificate })).status).toBe(204)
    keyManager.expireTokens()
    const kept = keep(rsa.certificatePem)
    expect((await upload(DATA, { signature, method: 'SHA-512', certificate: kept })).status).toBe(204)
  })

  it('is refused when its announcement makes no sense', async () => {
    const certificate = keep(rsa.certificateDer)
    const signature = rsa.sign(DATA, 'sha256')
    const wrong: readonly [Signed, RegExp][] = [
      [{ signature, certificate, method: 'MD5' }, /img_signature_hash_method must be/],
      [{ signature, certificate, keyType: 'RSA' }, /img_signature_key_type must be/],
      [{ signature, certificate, keyType: 'DSA' }, /not of the type DSA/],
      [{ signature, certificate, method: 'SHA-512' }, /does not have the signature/],
      [{ signature: 'no base64!', certificate }, /img_signature must be base64/],
      [{ signature: 'AAAA', certificate }, /does not have the signature/],
      [{ signature, certificate: '../../etc/passwd' }, /must be the UUID/],
      [{ signature, certificate: randomUUID() }, /is not known/],
      [{ signature, certificate: keep('no certificate') }, /cannot be read/],
    ]
    for (const [signed, message] of wrong) {
      const { status, text, image } = await upload(DATA, signed)
      expect([status, text, image.status]).toEqual([400, expect.stringMatching(message), 'queued'])
    }
  })

  it('counts only while the certificate is valid', async () => {
    const source = { find: async () => rsa.certificateDer }
    const dayMs = 24 * 3600 * 1000
    const at = (nowMs: number) => validCertificate(source, 'c', nowMs)
    expect((await at(Date.now())).subject).toBe('CN=signer')
    await expect(at(Date.now() + 3 * dayMs)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/expired/),
    })
    await expect(at(Date.now() - dayMs)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/not valid yet/),
    })
  })

  it('is taken as unsigned while one of the four properties is missing', async () => {
    expect((await upload(DATA, { certificate: randomUUID() })).status).toBe(204)
    expect((await upload(DATA, { signature: 'AAAA' })).status).toBe(204)
  })
})
