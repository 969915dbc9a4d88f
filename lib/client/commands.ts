import type { ImageView } from './image-view.ts'

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

/** @param origin Address of the service; @param fileName what a download is called. */
export function commandsFor(image: ImageView, origin: string, fileName: string): readonly CommandSheet[] {
  return [
    { tool: 'openstack', label: 'openstack', commands: openstackCommands(image, fileName) },
    { tool: 'curl', label: 'curl', commands: curlCommands(image, origin, fileName) },
    { tool: 'terraform', label: 'Terraform', commands: terraformCommands(image) },
  ]
}

function openstackCommands({ id, status }: ImageView, fileName: string): readonly Command[] {
  const file = shellWord(fileName)
  return [
    { does: 'Show', text: `openstack image show ${id}` },
    status === 'queued'
      ? { does: 'Upload', text: `glance image-upload --progress --file ${file} ${id}` }
      : { does: 'Download', text: `openstack image save --file ${file} ${id}` },
    { does: 'Set a property', text: `openstack image set --property os_distro=debian ${id}` },
    { does: 'Start a machine', text: `openstack server create --image ${id} --flavor m1.small my-server` },
  ]
}

function curlCommands({ id, status }: ImageView, origin: string, fileName: string): readonly Command[] {
  const file = shellWord(fileName)
  const head = curlHead()
  const url = `${origin}/v2/images/${id}`
  return [
    { does: 'Show', text: `${head} ${url}` },
    status === 'queued'
      ? {
          does: 'Upload',
          text: `${head} -T ${file} -H 'Content-Type: application/octet-stream' ${url}/file`,
        }
      : { does: 'Download, or go on with a download', text: `${head} -C - -o ${file} ${url}/file` },
  ]
}

/** With a token that is asked for when it runs: none is ever written down. */
export function curlHead(): string {
  return `curl -fsS -H "X-Auth-Token: $(openstack token issue -f value -c id)"`
}

function terraformCommands({ id, minDiskGb }: ImageView): readonly Command[] {
  return [
    {
      does: 'Start a machine',
      text: [
        'resource "openstack_compute_instance_v2" "server" {',
        '  name        = "my-server"',
        `  image_id    = "${id}"`,
        '  flavor_name = "m1.small"',
        '}',
      ].join('\n'),
    },
    {
      does: 'Make a volume of it',
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
