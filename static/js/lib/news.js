// What a page was made of, compared with what there is now.

/** The run of the server, and how often books, page parts and style sheets changed in it.
 * @typedef {{run: string, books: number, parts: number, styles: Record<string, number>}} State */

/** Whether the page must be loaded again: the server is another, or templates or scripts are.
 * @param {State} mine @param {State} now */
export const needsReload = (mine, now) => mine.run !== now.run || mine.parts !== now.parts;

/** The style sheets that changed since.
 * @param {State} mine @param {State} now */
export const newStyles = (mine, now) => Object.keys(now.styles).filter((name) => now.styles[name] !== mine.styles[name]);

/** Whether anything changed since.
 * @param {State} mine @param {State} now */
export const isBehind = (mine, now) => needsReload(mine, now) || mine.books !== now.books || newStyles(mine, now).length > 0;
