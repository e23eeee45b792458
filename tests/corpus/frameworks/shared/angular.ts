/**
 * Starts one Angular component as a page, with its templates compiled in the browser and changes found by zones.
 * To be imported before all else of Angular, whose parts ask for the compiler while they load.
 */

import "zone.js";
import "@angular/compiler";
import { provideZoneChangeDetection, type Type } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";

export function start(page: Type<unknown>): void {
  bootstrapApplication(page, { providers: [provideZoneChangeDetection()] });
}
