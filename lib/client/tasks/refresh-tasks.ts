import type { QueryClient } from '@tanstack/react-query'

/** What all queries of tasks begin with. */
export const TASKS_KEY = 'tasks'

export async function refreshTasks(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: [TASKS_KEY] })
}
