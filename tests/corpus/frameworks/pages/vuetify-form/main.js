import { createApp } from "vue";
import { createVuetify } from "vuetify";
import "vuetify/styles";
import Page from "./Page.vue";

createApp(Page).use(createVuetify()).mount("#app");
