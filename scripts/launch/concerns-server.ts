/** Whether a changed file below lib/ is part of the running server. Next itself renews what the browser gets. */
export function concernsServer(path: string): boolean {
  return /\.(ts|json)$/.test(path) && !/\.test\.ts$/.test(path) && !/^client[\\/]/.test(path)
}
