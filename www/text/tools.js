// The texts of the tools beside the page: queries, the engineers' view, files. They are loaded with them.

import { en } from "./en-tools.js";
import { pt } from "./pt-tools.js";

export const toolsFor = (language) => (language === "pt-BR" ? pt : en);
