/** What a part of the tests came to. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** A part that is one yes or no: a static check, a build. */
export function verdict(isGood: boolean): Tally {
  return isGood ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 }
}

/** What we read of vitest's JSON report. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: readonly { status: string; assertionResults: readonly unknown[] }[]
}

/** What we read of Playwright's JSON report. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: readonly unknown[]
}

export function fromVitest(report: VitestReport): Tally {
  // A file that cannot even be loaded holds no test, and must not look like success.
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

export function fromPlaywright(report: PlaywrightReport): Tally {
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}

/**
 * The final word on a runner: one that ended badly, ran nothing, or left no report has failed, whatever it counted;
 * in CI a skipped test is a failed one.
 */
export function judge(tally: Tally | undefined, exitCode: number, isCi: boolean): Tally {
  const counted = tally ?? NOTHING
  const failed = counted.failed + (isCi ? counted.skipped : 0)
  const hasUncounted = failed === 0 && (exitCode !== 0 || counted.passed === 0)
  return { passed: counted.passed, failed: hasUncounted ? 1 : failed, skipped: isCi ? 0 : counted.skipped }
}

/** The last line of `npm test`. */
export function summary({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`
}

/** Success needs at least one test that ran and none that failed. */
export function exitCodeOf({ passed, failed }: Tally): number {
  return failed === 0 && passed > 0 ? 0 : 1
}
