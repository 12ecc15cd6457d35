//! The one file that imports Tauri: carries commands to the shell and events back.
//! Not where commands are described: that is `commands.ts`.
import { Channel, invoke } from "@tauri-apps/api/core";
import { asHostError, type Host } from "./commands";
import type { Streams } from "./command_list";

export const tauriHost: Host = {
  async call(name, args) {
    try {
      return await invoke(name, args);
    } catch (refused) {
      throw asHostError(refused);
    }
  },
  async watch(listener) {
    try {
      await invoke("watch" satisfies keyof Streams, {
        channel: new Channel<Streams["watch"]>(listener),
      });
    } catch (refused) {
      throw asHostError(refused);
    }
  },
};
