import { describe, expect, it } from 'vitest'
import { exitCodeOf, fromPlaywright, fromVitest, judge, NOTHING, summary } from './tally.ts'

const vitestReport = {
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    { status: 'passed', assertionResults: [{}] },
    { status: 'failed', assertionResults: [{}] },
  ],
}

describe('what counts', () => {
  it('is every test of vitest, with the skipped and the unwritten ones apart', () => {
    expect(fromVitest(vitestReport)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  })

  it('includes a file that could not be loaded as one failure', () => {
    const testResults = [...vitestReport.testResults, { status: 'failed', assertionResults: [] }]
    expect(fromVitest({ ...vitestReport, testResults }).failed).toBe(2)
  })

  it('takes a flaky browser test and an error outside of the tests for failures', () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1 }
    expect(fromPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 1 })
  })
})

describe('the judgement on a runner', () => {
  it('trusts its counts when it ended well', () => {
    expect(judge({ passed: 3, failed: 0, skipped: 1 }, 0, false)).toEqual({
      passed: 3,
      failed: 0,
      skipped: 1,
    })
  })

  it('is one failure when it ended badly without having counted one', () => {
    expect(judge({ passed: 3, failed: 0, skipped: 0 }, 1, false).failed).toBe(1)
    expect(judge(undefined, 1, false)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('is one failure when it ran nothing at all, even with a good exit code', () => {
    expect(judge(NOTHING, 0, false).failed).toBe(1)
  })

  it('does not count a failure twice', () => {
    expect(judge({ passed: 3, failed: 2, skipped: 0 }, 1, false).failed).toBe(2)
  })

  it('takes skipped tests for failed ones in CI', () => {
    expect(judge({ passed: 3, failed: 0, skipped: 2 }, 0, true)).toEqual({ passed: 3, failed: 2, skipped: 0 })
  })
})

describe('the end of the run', () => {
  it('is one plain line', () => {
    expect(summary({ passed: 120, failed: 0, skipped: 0 })).toBe('120 passed, 0 failed')
  })

  it('is good only when something ran and nothing failed', () => {
    expect(exitCodeOf({ passed: 1, failed: 0, skipped: 0 })).toBe(0)
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: 0 })).toBe(1)
    expect(exitCodeOf({ passed: 9, failed: 1, skipped: 0 })).toBe(1)
  })
})
