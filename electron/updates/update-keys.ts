/**
 * Whose feeds are believed: minisign public keys, any of them. A release of your own needs a key of your own, since the
 * private half of this one was not kept (RELEASING.md, "The key of the feed").
 */
export const updateKeys: readonly string[] = ['RWTFwlIaGYVgPcXCUhoZhWA9FzSaNMQ+bSI+Y/gkZQxoe8gdGW3pQwdE']
