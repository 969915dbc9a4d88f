import type { Person } from '#tests/e2e/support/cloud.ts'
import { sampleIso, sampleQcow2, sampleRaw } from './sample-disks.ts'

interface Sample {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly data?: Uint8Array
  readonly then?: 'deactivate'
}

const LINUX = {
  architecture: 'x86_64',
  hw_disk_bus: 'virtio',
  hw_vif_model: 'virtio',
  hw_qemu_guest_agent: 'yes',
}

/** What a project's list might hold. The last one is the newest. */
const SAMPLES: readonly Sample[] = [
  linux(
    'windows-server-2025',
    'windows',
    '2025',
    { visibility: 'shared', tags: ['licensed'], min_disk: 64, min_ram: 4096 },
    64,
    31.4,
  ),
  linux('flatcar-stable-4459', 'flatcar', '4459.2', { tags: ['kubernetes'] }, 9, 12.6),
  {
    attributes: { name: 'talos-1.11-metal', disk_format: 'raw', tags: ['kubernetes'], ...LINUX },
    data: sampleRaw(18.2),
  },
  linux(
    'postgres-18-appliance',
    'debian',
    '13',
    { visibility: 'private', tags: ['appliance', 'database'], protected: true },
    20,
    14.9,
  ),
  linux('gitlab-runner-golden', 'ubuntu', '24.04', { tags: ['ci', 'nightly'] }, 24, 22.7),
  linux('gitlab-runner-golden-2026-10', 'ubuntu', '24.04', { tags: ['ci'] }, 24, 22.1, 'deactivate'),
  {
    attributes: { name: 'systemrescue-12.02', disk_format: 'iso', visibility: 'public', tags: ['rescue'] },
    data: sampleIso(16.8),
  },
  linux('opensuse-leap-16.0', 'opensuse', '16.0', { visibility: 'community' }, 10, 11.3),
  linux('rocky-10.1-genericcloud', 'rocky', '10.1', { visibility: 'public', tags: ['lts'] }, 10, 13.5),
  linux('fedora-44-cloud-base', 'fedora', '44', { visibility: 'public' }, 5, 10.2),
  linux(
    'ubuntu-24.04-minimal',
    'ubuntu',
    '24.04',
    { visibility: 'public', tags: ['lts'], protected: true },
    4,
    8.4,
  ),
  { attributes: { name: 'router-vyos-1.5-rolling', disk_format: 'qcow2', tags: ['network'] } },
  linux(
    'debian-13-genericcloud-arm64',
    'debian',
    '13',
    { visibility: 'public', tags: ['lts'], architecture: 'aarch64' },
    3,
    9.1,
  ),
  linux('صورة ديبيان للإنتاج', 'debian', '13', { visibility: 'shared', tags: ['production'] }, 3, 7.7),
  linux(
    'debian-13-genericcloud-amd64',
    'debian',
    '13',
    {
      visibility: 'shared',
      tags: ['lts', 'production'],
      protected: true,
      min_disk: 3,
      min_ram: 1024,
      description: 'Built every night from the upstream cloud image, with our guest agent and certificates.',
    },
    3,
    9.3,
  ),
]

interface MoreArguments {
  readonly [name: string]: unknown
}

// biome-ignore lint/complexity/useMaxParams: a table reads better with one line for each image
function linux(
  name: string,
  distro: string,
  version: string,
  more: MoreArguments,
  virtualGib: number,
  fileMib: number,
  then?: 'deactivate',
): Sample {
  return {
    attributes: { name, disk_format: 'qcow2', os_distro: distro, os_version: version, ...LINUX, ...more },
    data: sampleQcow2(virtualGib, fileMib),
    ...(then && { then }),
  }
}

/** @returns the id of the image whose page is worth showing */
export async function fillProject(person: Person, memberIds: readonly string[]): Promise<string> {
  let lastId = ''
  for (const { attributes, data, then } of SAMPLES) {
    const { id } = await person.createImage(attributes)
    if (data !== undefined) await person.upload(id, data)
    if (then !== undefined) await person.act(id, then)
    lastId = id
  }
  for (const memberId of memberIds) await person.addMember(lastId, memberId)
  return lastId
}
