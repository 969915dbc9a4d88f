import { expect, test } from 'vitest'
import type { ChosenFile } from './choose.ts'
import { createFileInbox } from './inbox.ts'

const chosen = (name: string): readonly ChosenFile[] => [{ file: new File([], name), handle: null }]

test('files that are chosen before anybody prepares them are handed over, once', () => {
  const inbox = createFileInbox()
  const [first, second, third] = [chosen('first'), chosen('second'), chosen('third')]
  inbox.put(first, null)
  inbox.put(second, null)
  const taken: (readonly ChosenFile[])[] = []
  const end = inbox.listen((files) => taken.push(files))
  inbox.put(third, null)
  expect(taken).toEqual([first, second, third])

  end()
  const later: (readonly ChosenFile[])[] = []
  inbox.listen((files) => later.push(files))
  expect(later).toEqual([])
})
