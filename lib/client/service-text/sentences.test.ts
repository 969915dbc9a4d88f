import { expect, test } from 'vitest'
import german from './de.json' with { type: 'json' }
import { createTranslator } from './sentences.ts'

const inGerman = createTranslator(german)

test.each([
  ['Sign in to a project first.', 'Melden Sie sich zuerst in einem Projekt an.'],
  // What stands in the holes is translated where it is a word, and kept where it is a name.
  [
    'Image 7f is importing; it has no data to download.',
    'Das Abbild 7f ist beim Importieren; es hat keine Daten zum Herunterladen.',
  ],
  ['There is no project “admin”.', 'Das Projekt „admin“ ist nicht bekannt.'],
  ['must have at most 3 characters', 'darf höchstens 3 Zeichen haben'],
  [
    'The policy get_tasks does not allow it: it takes the role admin, or a token of the project that owns it.',
    'Die Richtlinie get_tasks erlaubt es nicht: Dazu braucht es die Rolle admin, oder ein Token des Projekts, dem es gehört.',
  ],
  [
    'The project may have 5 images (image_count_total): 5 are used and 0 reserved by uploads under way, so 1 more do not fit. Delete images that are not needed, or ask an administrator for more.',
    'Das Projekt darf 5 Abbilder haben (image_count_total): 5 sind belegt und 0 für laufende Uploads vorgemerkt, also passen 1 weitere nicht. Löschen Sie Abbilder, die nicht gebraucht werden, oder bitten Sie einen Administrator um mehr.',
  ],
  // Several sentences, and a field before its problem.
  [
    'Everything was moved out of files. Data was named there meanwhile: empty it again.',
    'Alles wurde aus files verschoben. Inzwischen kamen dort Daten hinzu: Leeren Sie ihn noch einmal.',
  ],
  ['arms: must be a number.', 'arms: muss eine Zahl sein.'],
])('%s', (english, expected) => {
  expect(inGerman(english)).toBe(expected)
})

test.each([
  '',
  'Nobody ever said this.',
  'Sign in to a project first. Nobody ever said this.',
  'x'.repeat(5000),
])('leaves alone what it does not know: %.40s', (english) => {
  expect(inGerman(english)).toBeNull()
})

test('a hostile text costs little', () => {
  const begun = performance.now()
  inGerman(`${'The image id . '.repeat(250)}`)
  inGerman(`The data is ${', but the image declares disk_format "'.repeat(90)}`)
  // Seconds would be many times what it takes on the slowest machine; a blow-up takes minutes.
  expect(performance.now() - begun).toBeLessThan(20_000)
})
