import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured log on standard output. Fields that can hold secrets are blotted out wherever they appear. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        '*.password',
        'password',
        'token',
        '*.token',
        'req.headers.authorization',
        'req.headers.cookie',
        'req.headers["x-auth-token"]',
        'req.headers["x-subject-token"]',
        'req.headers["x-service-token"]',
      ],
      censor: '***',
    },
  })
}
