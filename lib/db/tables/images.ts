export interface ImageTables {}
