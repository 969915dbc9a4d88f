/** What menus, selects and popovers share. */
export const POPUP_LOOK = 'popup-motion rounded-lg bg-raised text-sm text-ink shadow-popup outline-none'

export const POPUP_ITEM_LOOK =
  'flex min-h-7 w-full cursor-default items-center gap-2 rounded-md px-2 py-1 text-start outline-none select-none ' +
  'data-highlighted:bg-hover data-popup-open:bg-hover pointer-coarse:min-h-10'
