export interface UploadTables {}
