import { describe, expect, it } from 'vitest'
import { relativeTime, spanText } from './time-text.ts'

const NOW = Date.UTC(2026, 0, 15, 12)

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [-59, 'just now'],
    [-60, '1 minute ago'],
    [-3599, '59 minutes ago'],
    [-7200, '2 hours ago'],
    [-86_400, 'yesterday'],
    [-8 * 86_400, 'last week'],
    [-400 * 86_400, 'last year'],
    [120, 'in 2 minutes'],
  ])('says what %d seconds from now is', (seconds, text) => {
    expect(relativeTime(NOW + seconds * 1000, NOW)).toBe(text)
  })
})

describe('spanText', () => {
  it.each([
    [7 * 86_400, '7 days'],
    [86_400, '1 day'],
    [36 * 3600, '36 hours'],
    [90, '90 seconds'],
    [0, '0 seconds'],
  ])('says %d seconds in the largest whole unit', (seconds, text) => {
    expect(spanText(seconds * 1000)).toBe(text)
  })
})
