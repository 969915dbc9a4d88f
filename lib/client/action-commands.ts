import type { DeactivationNote } from '../domain/deactivation.ts'
import { type Command, curlHead, shellWord } from './commands.ts'
import { type ImageDraft, imagePatch } from './image-patch.ts'

/** Something that a dialog is about to do. */
export type ImageDeed =
  | { readonly kind: 'delete' }
  | { readonly kind: 'deactivate'; readonly note: DeactivationNote | null }
  | { readonly kind: 'owner'; readonly projectId: string }
  | { readonly kind: 'share'; readonly projectId: string }
  | { readonly kind: 'edit'; readonly before: ImageDraft; readonly after: ImageDraft }

/** The very same by hand; what a tool cannot do is left out. @param origin Address of the service */
export function commandsOf(deed: ImageDeed, imageId: string, origin: string): readonly Command[] {
  const url = `${origin}/v2/images/${imageId}`
  const json = (method: string, body: unknown, type = 'application/json') =>
    `${curlHead()} -X ${method} -H 'Content-Type: ${type}' -d ${quoted(JSON.stringify(body))}`
  switch (deed.kind) {
    case 'delete':
      return [openstack(`openstack image delete ${imageId}`), curl(`${curlHead()} -X DELETE ${url}`)]
    case 'deactivate':
      return deed.note === null
        ? [
            openstack(`openstack image set --deactivate ${imageId}`),
            curl(`${curlHead()} -X POST ${url}/actions/deactivate`),
          ]
        : [curl(`${json('PUT', noteBody(deed.note))} ${origin}/v2/vitrine/deactivations/${imageId}`)]
    case 'owner':
      return [
        openstack(`openstack image set --project ${shellWord(deed.projectId)} ${imageId}`),
        curl(
          `${json('PATCH', [{ op: 'replace', path: '/owner', value: deed.projectId }], PATCH_TYPE)} ${url}`,
        ),
      ]
    case 'share':
      return shareCommands(
        deed.projectId,
        imageId,
        `${json('POST', { member: deed.projectId })} ${url}/members`,
      )
    case 'edit':
      return [
        ...editCommands(deed.before, deed.after, imageId).map(openstack),
        curl(`${json('PATCH', imagePatch(deed.before, deed.after), PATCH_TYPE)} ${url}`),
        { does: 'Terraform', text: terraformImage(deed.after, imageId) },
      ]
  }
}

/** The same for several images: what a shell does once for each, and Terraform where it can. */
export function commandsOfAll(
  deed: ImageDeed,
  imageIds: readonly string[],
  origin: string,
): readonly Command[] {
  const [first = '', ...others] = imageIds
  if (others.length === 0) return commandsOf(deed, first, origin)
  const eachOf = (text: string): string =>
    [`for image in ${imageIds.map(shellWord).join(' \\\n  ')}`, 'do', `  ${text}`, 'done'].join('\n')
  const inShell = commandsOf(deed, '"$image"', origin)
    .filter(({ does }) => does !== 'Terraform')
    .map(({ does, text }) => ({ does, text: eachOf(text) }))
  return deed.kind === 'share'
    ? [...inShell, { does: 'Terraform', text: terraformShares(deed.projectId, imageIds) }]
    : inShell
}

const PATCH_TYPE = 'application/openstack-images-v2.1-json-patch'
const openstack = (text: string): Command => ({ does: 'openstack', text })
const curl = (text: string): Command => ({ does: 'curl', text })

function noteBody({ reason, ticket, untilMs }: DeactivationNote) {
  return {
    reason,
    ...(ticket !== null && { ticket }),
    ...(untilMs !== null && { until: new Date(untilMs).toISOString() }),
  }
}

function shareCommands(projectId: string, imageId: string, request: string): readonly Command[] {
  return [
    openstack(`openstack image add project ${imageId} ${shellWord(projectId)}`),
    curl(request),
    {
      does: 'Terraform',
      text: [
        'resource "openstack_images_image_access_v2" "share" {',
        `  image_id  = ${JSON.stringify(imageId)}`,
        `  member_id = ${terraformText(projectId)}`,
        '}',
      ].join('\n'),
    },
  ]
}

function terraformShares(projectId: string, imageIds: readonly string[]): string {
  return [
    'resource "openstack_images_image_access_v2" "share" {',
    '  for_each = toset([',
    ...imageIds.map((id) => `    ${terraformText(id)},`),
    '  ])',
    '  image_id  = each.value',
    `  member_id = ${terraformText(projectId)}`,
    '}',
  ].join('\n')
}

/** The whole image as it is to be: Terraform compares by itself. The image is taken over and not made anew. */
function terraformImage(draft: ImageDraft, imageId: string): string {
  const { name, containerFormat, diskFormat, visibility, minDiskGb, minRamMb, tags, properties } = draft
  const facts: readonly (readonly [string, string])[] = [
    ['name', terraformText(name ?? '')],
    ...(containerFormat === null ? [] : [['container_format', terraformText(containerFormat)] as const]),
    ...(diskFormat === null ? [] : [['disk_format', terraformText(diskFormat)] as const]),
    ['visibility', terraformText(visibility)],
    ['protected', String(draft.isProtected)],
    ['hidden', String(draft.isHidden)],
    ['min_disk_gb', String(minDiskGb)],
    ['min_ram_mb', String(minRamMb)],
    ['tags', `[${tags.map(terraformText).join(', ')}]`],
  ]
  return [
    'import {',
    '  to = openstack_images_image_v2.image',
    `  id = ${terraformText(imageId)}`,
    '}',
    '',
    'resource "openstack_images_image_v2" "image" {',
    ...aligned(facts),
    '  properties = {',
    ...aligned(
      Object.entries(properties).map(([key, value]) => [terraformText(key), terraformText(value)]),
    ).map((line) => `  ${line}`),
    '  }',
    '}',
  ].join('\n')
}

/** As `terraform fmt` writes it: the equals signs stand one below the other. */
function aligned(facts: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...facts.map(([key]) => key.length))
  return facts.map(([key, value]) => `  ${key.padEnd(width)} = ${value}`)
}

/** A text in quotes, in which nothing is put in (HCL, template expressions). */
function terraformText(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (mark) => mark + mark)
}

/** One command for what is set, one for what is taken away. */
function editCommands(before: ImageDraft, after: ImageDraft, imageId: string): readonly string[] {
  const set = [
    ...plainFlags(before, after),
    ...Object.entries(after.properties)
      .filter(([name, value]) => before.properties[name] !== value)
      .map(([name, value]) => `--property ${quoted(`${name}=${value}`)}`),
    ...after.tags.filter((tag) => !before.tags.includes(tag)).map((tag) => `--tag ${quoted(tag)}`),
  ]
  const unset = [
    ...Object.keys(before.properties)
      .filter((name) => !Object.hasOwn(after.properties, name))
      .map((name) => `--property ${quoted(name)}`),
    ...before.tags.filter((tag) => !after.tags.includes(tag)).map((tag) => `--tag ${quoted(tag)}`),
  ]
  return [
    ...(set.length === 0 ? [] : [`openstack image set ${set.join(' ')} ${imageId}`]),
    ...(unset.length === 0 ? [] : [`openstack image unset ${unset.join(' ')} ${imageId}`]),
  ]
}

function plainFlags(before: ImageDraft, after: ImageDraft): readonly string[] {
  return [
    ...(before.name === after.name ? [] : [`--name ${quoted(after.name ?? '')}`]),
    ...(before.visibility === after.visibility ? [] : [`--${after.visibility}`]),
    ...(before.isProtected === after.isProtected
      ? []
      : [after.isProtected ? '--protected' : '--unprotected']),
    ...(before.isHidden === after.isHidden ? [] : [after.isHidden ? '--hidden' : '--unhidden']),
    ...(before.minDiskGb === after.minDiskGb ? [] : [`--min-disk ${after.minDiskGb}`]),
    ...(before.minRamMb === after.minRamMb ? [] : [`--min-ram ${after.minRamMb}`]),
  ]
}

/** One word for a POSIX shell, as it stands. */
export function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
