import { type PropertyProblem, problemsOfChange } from '#lib/contract/metadefs/check-properties.ts'
import { DomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ApiContext } from './api-env.ts'

type Properties = Image['properties']

const HEADER = 'Vitrine-Metadef-Warnings'
const MOST_TOLD = 10

/**
 * Holds the properties that a request sets against the public definitions, as the operator has chosen: not at all, with
 * a warning in the answer and the log, or with a refusal.
 * @throws `invalid` that names the property, the rule and the namespace
 */
export async function validateProperties(
  c: ApiContext,
  before: Properties,
  after: Properties,
): Promise<void> {
  const { config, metadefs, log } = c.var.api
  const mode = config.VITRINE_METADEF_VALIDATION
  if (mode === 'off' || Object.keys(after).length === 0) return
  const problems = problemsOfChange(await metadefs.publishedCheck(), before, after)
  const [first] = problems
  if (first === undefined) return
  if (mode === 'enforce') throw new DomainError('invalid', sentence(first), { field: first.property })
  log.warn(
    { requestId: c.var.requestId, problems: problems.slice(0, MOST_TOLD) },
    'Properties of an image are not what their definitions allow.',
  )
  c.header(HEADER, headerText(problems))
}

function sentence({ property, message, rule, namespace }: PropertyProblem): string {
  return `The property ${property} ${message} (rule ${rule} of ${namespace}).`
}

/** JSON in ASCII: what a header can carry. */
function headerText(problems: readonly PropertyProblem[]): string {
  const told = problems
    .slice(0, MOST_TOLD)
    .map(({ property, rule, namespace }) => ({ property, rule, namespace }))
  return JSON.stringify(told).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
