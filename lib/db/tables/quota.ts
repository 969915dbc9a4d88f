/** What each project has, counted by triggers in the transaction of each change. */
export interface QuotaUsageTable {
  project_id: string
  images: number
  /** Images that are saving, uploading or importing. */
  uploads: number
  stored_bytes: number
  staged_bytes: number
  reserved_store_bytes: number
  reserved_stage_bytes: number
  reserved_uploads: number
}

/** Room for bytes that are to come. Gone with its holder, by triggers. */
export interface QuotaReservationTable {
  holder_kind: 'upload' | 'task'
  holder_id: string
  kind: 'store' | 'stage'
  project_id: string
  /** All copies together. */
  bytes: number
  copies: number
  /** 1: also one of the uploads at the same time. */
  uploads: number
}

/** Keystone's registered limits: what holds for every project without a limit of its own. */
export interface RegisteredLimitTable {
  id: string
  service_id: string
  /** Empty: every region. */
  region_id: string
  resource_name: string
  default_limit: number
  description: string | null
}

export interface LimitTable {
  id: string
  registered_limit_id: string
  /** One of the two is set. */
  project_id: string | null
  domain_id: string | null
  resource_limit: number
  description: string | null
}

export interface QuotaTables {
  quota_usage: QuotaUsageTable
  quota_reservations: QuotaReservationTable
  identity_registered_limits: RegisteredLimitTable
  identity_limits: LimitTable
}
