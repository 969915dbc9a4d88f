import { FAMILY_PROPERTIES } from '../contract/family-properties.ts'
import { quoted } from './action-commands.ts'
import { type CommandSheet, curlHead } from './commands.ts'
import { type FamilyKey, familyPath } from './families.ts'
import type { Translate } from './words.ts'

/** How programs come by the latest version. @param origin Address of the service */
export function latestCommands(
  key: FamilyKey,
  origin: string,
  t: Translate<'families'>,
): readonly CommandSheet[] {
  const property = `${FAMILY_PROPERTIES.name}=${key.name}`
  return [
    {
      tool: 'curl',
      label: 'curl',
      commands: [
        {
          does: t('command.latest'),
          text: `${curlHead()} ${quoted(`${origin}${familyPath(key)}/latest?visibility=all`)}`,
        },
      ],
    },
    {
      tool: 'openstack',
      label: 'openstack',
      commands: [
        {
          does: t('command.newest'),
          // The client filters by properties after it has listed: a limit would cut before that.
          text: [
            `openstack image list --status active --project ${quoted(key.owner)}`,
            `  --property ${quoted(property)} --sort created_at:desc -f value -c ID | head -n 1`,
          ].join(' \\\n'),
        },
      ],
    },
    {
      tool: 'terraform',
      label: 'Terraform',
      commands: [
        {
          does: t('command.newest'),
          text: [
            'data "openstack_images_image_v2" "latest" {',
            '  most_recent = true',
            `  owner       = ${hclText(key.owner)}`,
            '  properties = {',
            `    ${FAMILY_PROPERTIES.name} = ${hclText(key.name)}`,
            '  }',
            '}',
          ].join('\n'),
        },
      ],
    },
  ]
}

/** Terraform would take `${` and `%{` for code. */
function hclText(text: string): string {
  return JSON.stringify(text).replaceAll(/([$%])\{/g, '$1$1{')
}
