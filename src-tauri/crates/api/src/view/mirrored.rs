//! Enums of the contract that say the same as one of the kiosk's: a variant more there does not compile here.

macro_rules! mirrored {
    ($(#[$meta:meta])* $name:ident, $of:ty, $($(#[$variant_meta:meta])* $variant:ident = $theirs:pat),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub enum $name {
            $($(#[$variant_meta])* $variant),+
        }

        impl From<$of> for $name {
            fn from(theirs: $of) -> Self {
                match theirs {
                    $($theirs => Self::$variant),+
                }
            }
        }
    };
}

/// One of these that also comes back from the screen.
macro_rules! mutual {
    ($(#[$meta:meta])* $name:ident, $of:ty, $($(#[$variant_meta:meta])* $variant:ident = $theirs:path),+ $(,)?) => {
        $crate::view::mirrored::mirrored! {
            $(#[$meta])*
            $name, $of, $($(#[$variant_meta])* $variant = $theirs),+
        }

        impl From<$name> for $of {
            fn from(ours: $name) -> Self {
                match ours {
                    $($name::$variant => $theirs),+
                }
            }
        }
    };
}

pub(super) use {mirrored, mutual};
