import { Counter, Gauge, type Registry } from 'prom-client'
import type { CheckResult } from '#lib/domain/data-checks.ts'
import type { StoreHealth } from '#lib/domain/store-reports.ts'

export interface StoreMetrics {
  observe(storeId: string, health: StoreHealth): void
  countCheck(storeId: string, result: CheckResult, bytes: number): void
}

/** Numbers about stores, by store. */
export function createStoreMetrics(registry: Registry): StoreMetrics {
  const registers = [registry]
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `vitrine_store_${name}`, help, labelNames: ['store'], registers })
  const up = gauge('up', '1 while the store answers, 0 while it does not; as this node sees it.')
  const answerSeconds = gauge('answer_seconds', 'How long the store took to answer the last probe.')
  const capacityBytes = gauge('capacity_bytes', 'Room of the store in all, where it tells.')
  const freeBytes = gauge('free_bytes', 'Room that is left in the store, where it tells.')
  const checks = new Counter({
    name: 'vitrine_data_checks_total',
    help: 'Images’ data that was read again against its hash, by store and result.',
    labelNames: ['store', 'result'],
    registers,
  })
  const checkedBytes = new Counter({
    name: 'vitrine_data_checked_bytes_total',
    help: 'Bytes that were read again against their hashes.',
    registers,
  })
  return {
    observe(store, { state, answerMs, capacity }) {
      if (state !== 'unknown') up.set({ store }, state === 'up' ? 1 : 0)
      if (answerMs !== null) answerSeconds.set({ store }, answerMs / 1000)
      if (capacity === null) return
      capacityBytes.set({ store }, capacity.totalBytes)
      freeBytes.set({ store }, capacity.freeBytes)
    },
    countCheck(store, result, bytes) {
      checks.inc({ store, result })
      checkedBytes.inc(bytes)
    },
  }
}
