/**
 * The worker's entry: every listener is registered here, at once, as MV3 asks. What they do is elsewhere.
 */

import { hearForPages, isApiPort, serveApi } from "./api.js";
import { keepScriptsInStep } from "./api_scripts.js";
import { fillOnInsertion, fillOnLoad } from "./auto.js";
import { drawBadge } from "./badge.js";
import { hearExpiry, openFromNotice } from "./expiry_notice.js";
import { followLateField, followToNextPage } from "./follow.js";
import { fillByGesture } from "./gesture.js";
import { createMenu, FILL_MENU } from "./menu.js";
import { host, onChange, onHello, onHostNotification, start } from "./model.js";
import { ignoreReported, RECONNECT_ALARM } from "./native.js";
import { hearUpdate, UPDATE_ALARM, updateIfQuiet } from "./own_update.js";
import { serve } from "./pages_port.js";

chrome.runtime.onConnect.addListener((port) => (isApiPort(port) ? serveApi(port) : serve(port)));
chrome.runtime.onInstalled.addListener(createMenu);
chrome.runtime.onStartup.addListener(createMenu);
chrome.runtime.onUpdateAvailable.addListener(hearUpdate);
chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "local" && changes.language) createMenu();
});
chrome.commands.onCommand.addListener((command, tab) => {
  if (command === "fill") fillByGesture(tab?.id);
});
chrome.contextMenus.onClicked.addListener((info, tab) => {
  if (info.menuItemId === FILL_MENU) fillByGesture(tab?.id);
});
chrome.tabs.onUpdated.addListener(fillOnLoad);
chrome.tabs.onUpdated.addListener(followToNextPage);
chrome.runtime.onMessage.addListener(followLateField);
chrome.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === RECONNECT_ALARM) host.connect().catch(ignoreReported);
  if (alarm.name === UPDATE_ALARM) updateIfQuiet();
});
chrome.notifications.onClicked.addListener(openFromNotice);
onChange(drawBadge);
onHostNotification(hearExpiry);
onHostNotification(fillOnInsertion);
onHostNotification(hearForPages);
onHostNotification((method) => {
  if (method === "policy.changed") keepScriptsInStep();
});
onHello(keepScriptsInStep);
start();
