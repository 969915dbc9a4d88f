import { childOf, type XmlElement } from '../remote/xml-tree.ts'
import { type ManagedObject, objectIn, reference, textElement } from './soap.ts'
import { type VmwareSession, valuesOf } from './vmware-session.ts'

/** Some properties of one thing, as the server writes them. */
export interface Properties {
  readonly of: ManagedObject
  readonly values: Readonly<Record<string, XmlElement>>
}

/** Few enough for one page of an answer. */
const AT_ONCE = 50

/** Reads the named properties of things of one type. @throws `unavailable`, `not_found` when one is gone */
export async function readProperties(
  { storeId, session }: { readonly storeId: string; readonly session: VmwareSession },
  objects: readonly ManagedObject[],
  paths: readonly string[],
): Promise<Properties[]> {
  const found: Properties[] = []
  for (let from = 0; from < objects.length; from += AT_ONCE) {
    const some = objects.slice(from, from + AT_ONCE)
    const args = specOf(some, paths)
    const answer = await session.ask({ method: 'RetrievePropertiesEx', on: 'propertyCollector', args })
    const lists = valuesOf(storeId, answer).flatMap(({ children }) => children)
    found.push(...lists.filter(({ name }) => name === 'objects').flatMap(propertiesIn))
  }
  return found
}

function specOf(objects: readonly ManagedObject[], paths: readonly string[]): string {
  const type = textElement('type', objects[0]?.type ?? '')
  const wanted = paths.map((path) => textElement('pathSet', path)).join('')
  const from = objects.map((object) => `<objectSet>${reference('obj', object)}</objectSet>`).join('')
  return `<specSet><propSet>${type}<all>false</all>${wanted}</propSet>${from}</specSet><options/>`
}

function propertiesIn(element: XmlElement): Properties[] {
  const of = objectIn(childOf(element, 'obj'))
  if (of === null) return []
  const values = element.children.flatMap((child) => {
    const value = childOf(child, 'val')
    return child.name === 'propSet' && value !== undefined
      ? [[childOf(child, 'name')?.text ?? '', value] as const]
      : []
  })
  return [{ of, values: Object.fromEntries(values) }]
}
