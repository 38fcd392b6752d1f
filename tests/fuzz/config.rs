//! Any bytes as a configuration.

use textsieve::Config;

use super::sound::assert_accounted_for;

const TEXT: &str = "Harbour vote put off\nShare on Facebook\n0 1,854\nWerbung\n- Advertisement -\n\
    The council met on Monday evening and put the vote off for another week, to nobody's surprise.\nRelated\nDrucken\nThe Daily Planet\n";

pub(crate) fn run(data: &[u8]) {
    let Ok(toml) = std::str::from_utf8(data) else { return };
    let Ok(mut config) = Config::from_toml(toml) else { return };
    let json = serde_json::to_string(&config).expect("a configuration is data");
    assert_eq!(serde_json::from_str::<Config>(&json).expect("it was written from a configuration"), config);
    // Files are not what is fuzzed.
    config.packs.clear();
    let Ok(pipeline) = config.pipeline() else { return };
    assert_accounted_for(TEXT, &pipeline.clean(TEXT));
}
