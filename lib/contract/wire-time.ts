/** `YYYY-MM-DDTHH:MM:SSZ`: the API's times have no fractions. */
export function toWireTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?([.,]\d{1,9})?(Z|[+\- ]\d{2}(?::?\d{2})?)?)?$/

/**
 * Milliseconds since the epoch of an ISO 8601 date or date and time; without a zone it is UTC. Null when it is none.
 * A blank in the zone's place is a `+` that the client did not encode in its URL.
 */
export function parseWireTime(text: string): number | null {
  const parts = DATE.exec(text)
  if (parts === null) return null
  const [, day = '', minutes = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = parts
  const iso = `${day}T${minutes}${seconds}${fraction.replace(',', '.').slice(0, 4)}${fullZone(zone)}`
  const ms = Date.parse(iso)
  return Number.isNaN(ms) || !isCalendarDay(day) ? null : ms
}

/** `Z`, or `±HH:MM` from the shorter spellings. */
function fullZone(zone: string): string {
  if (zone === 'Z') return zone
  const sign = zone.startsWith('-') ? '-' : '+'
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return `${sign}${digits.slice(0, 2)}:${digits.slice(2)}`
}

/** Date.parse takes 31 February for 3 March. */
function isCalendarDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}
