import { describe, expect, test } from 'vitest'
import { readPolicyYaml } from './policy-yaml.ts'

const problemsOf = (text: string) =>
  readPolicyYaml(text).problems.map(({ line, message }) => `${line}: ${message}`)

describe('a policy file', () => {
  test('gives its rules with their lines', () => {
    const text =
      '# Ours\nadd_image: "role:creator"\n\nmodify_image: role:member and project_id:%(project_id)s\n'
    expect(readPolicyYaml(text)).toEqual({
      problems: [],
      rules: [
        { name: 'add_image', source: 'role:creator', line: 2 },
        { name: 'modify_image', source: 'role:member and project_id:%(project_id)s', line: 4 },
      ],
    })
  })

  test('may be JSON, and may use the old lists', () => {
    const { rules, problems } = readPolicyYaml(
      '{"add_image": [["role:a", "role:b"], ["role:c"]], "get_image": []}',
    )
    expect(problems).toEqual([])
    expect(rules.map(({ source }) => source)).toEqual([[['role:a', 'role:b'], ['role:c']], []])
  })

  test.each(['', '\n', '# only remarks\n', '---\n'])('that is empty (%j) changes nothing', (text) => {
    expect(readPolicyYaml(text)).toEqual({ rules: [], problems: [] })
  })
})

describe('what could let everybody in by mistake is refused', () => {
  test('a name without a rule', () => {
    expect(problemsOf('add_image: "@"\ndelete_image:\n')).toEqual([
      expect.stringMatching(/^2: delete_image has no rule/),
    ])
  })

  test('a bare exclamation mark, which is a tag in YAML and not nobody', () => {
    expect(problemsOf('publicize_image: !\n')).toEqual([
      expect.stringMatching(/^1: publicize_image .*"!" for nobody/),
    ])
  })

  test('true, false and numbers', () => {
    expect(problemsOf('add_image: true\nget_image: 1\n')).toHaveLength(2)
  })

  test('a name given twice', () => {
    expect(problemsOf('add_image: "!"\nadd_image: "@"\n')).toEqual([expect.stringMatching(/^2: .*unique/)])
  })
})

describe('a file of another form', () => {
  test.each([
    ['a bare at sign', 'add_image: @\n', /^1: This is not YAML: .*quotes around the whole rule/],
    ['a rule that begins with a quote', "a: 'public':%(visibility)s\n", /^1: This is not YAML/],
    ['a list', '- role:admin\n', /^1: The file must consist of lines/],
    ['a text', 'role:admin\n', /^1: The file must consist of lines/],
    ['a map in place of a rule', 'add_image: {role: admin}\n', /^1: add_image must be a text/],
    ['lists too deep', 'add_image: [[["role:a"]]]\n', /^1: add_image must be a text/],
  ])('%s is refused with its line', (_, text, expected) => {
    expect(problemsOf(text)[0]).toMatch(expected)
  })

  test('a file that unfolds into something huge is refused', () => {
    const bomb = [
      'a: &a ["x","x"]',
      ...'bcdefghijklmnop'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghijklmno'[index]}`)}]`),
    ]
    expect(problemsOf(bomb.join('\n')).length).toBeGreaterThan(0)
  })
})
