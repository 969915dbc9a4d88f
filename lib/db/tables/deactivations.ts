/** Why an image is deactivated, and until when. Only deactivated images, and those deleted while they were, have a row. */
export interface DeactivationTable {
  image_id: string
  reason: string
  ticket: string | null
  since_ms: number
  until_ms: number | null
}

export interface DeactivationTables {
  deactivations: DeactivationTable
}
