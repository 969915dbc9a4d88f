/** On which the tabs of one browser speak about uploads. */
export const TAB_CHANNEL = 'vitrine-uploads'
