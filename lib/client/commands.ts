import type { ImageView } from './image-view.ts'
import type { Translate } from './words.ts'

export interface Command {
  /** What it does, in a few words. */
  readonly does: string
  readonly text: string
}

/** The same things by hand, for whoever goes on in a terminal or in code. */
export interface CommandSheet {
  readonly tool: 'openstack' | 'curl' | 'terraform'
  readonly label: string
  readonly commands: readonly Command[]
}

export interface CommandSubject {
  readonly image: ImageView
  /** Address of the service. */
  readonly origin: string
  /** What a download is called. */
  readonly fileName: string
}

export function commandsFor(subject: CommandSubject, t: Translate<'commands'>): readonly CommandSheet[] {
  return [
    { tool: 'openstack', label: 'openstack', commands: openstackCommands(subject, t) },
    { tool: 'curl', label: 'curl', commands: curlCommands(subject, t) },
    { tool: 'terraform', label: 'Terraform', commands: terraformCommands(subject, t) },
  ]
}

function openstackCommands(
  { image: { id, status }, fileName }: CommandSubject,
  t: Translate<'commands'>,
): readonly Command[] {
  const file = shellWord(fileName)
  return [
    { does: t('show'), text: `openstack image show ${id}` },
    status === 'queued'
      ? { does: t('upload'), text: `glance image-upload --progress --file ${file} ${id}` }
      : { does: t('download'), text: `openstack image save --file ${file} ${id}` },
    { does: t('property'), text: `openstack image set --property os_distro=debian ${id}` },
    { does: t('machine'), text: `openstack server create --image ${id} --flavor m1.small my-server` },
  ]
}

function curlCommands(
  { image: { id, status }, origin, fileName }: CommandSubject,
  t: Translate<'commands'>,
): readonly Command[] {
  const file = shellWord(fileName)
  const head = curlHead()
  const url = `${origin}/v2/images/${id}`
  return [
    { does: t('show'), text: `${head} ${url}` },
    status === 'queued'
      ? {
          does: t('upload'),
          text: `${head} -T ${file} -H 'Content-Type: application/octet-stream' ${url}/file`,
        }
      : { does: t('resume'), text: `${head} -C - -o ${file} ${url}/file` },
  ]
}

/** With a token that is asked for when it runs: none is ever written down. */
export function curlHead(): string {
  return `curl -fsS -H "X-Auth-Token: $(openstack token issue -f value -c id)"`
}

function terraformCommands(
  { image: { id, minDiskGb } }: CommandSubject,
  t: Translate<'commands'>,
): readonly Command[] {
  return [
    {
      does: t('machine'),
      text: [
        'resource "openstack_compute_instance_v2" "server" {',
        '  name        = "my-server"',
        `  image_id    = "${id}"`,
        '  flavor_name = "m1.small"',
        '}',
      ].join('\n'),
    },
    {
      does: t('volume'),
      text: [
        'resource "openstack_blockstorage_volume_v3" "disk" {',
        `  size     = ${Math.max(minDiskGb, 10)}`,
        `  image_id = "${id}"`,
        '}',
      ].join('\n'),
    },
  ]
}

/** One word for a POSIX shell, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'./${text.replaceAll("'", `'\\''`)}'`
}
