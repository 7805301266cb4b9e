//! How a use case is asked of a database.

/// A trait of use cases, and what each is over any database:
///
/// - `ask`: one indexed statement, by the shortest way;
/// - `read`: in one snapshot, with the directories that are known;
/// - `write`: in one transaction;
/// - `by`: a function of the database itself, where it is none of these.
///
/// `&reader` is a [`Reader`](crate::Reader).
macro_rules! use_cases {
    (
        $(#[$of:meta])* $trait:ident
        $($(#[$doc:meta])* $how:ident $name:ident
            ($(&$reader:ident $(,)?)? $($arg:ident: $type:ty),*) -> $answer:ty = $case:path;)*
    ) => {
        $(#[$of])*
        #[async_trait]
        pub trait $trait: Send + Sync + 'static {
            $($(#[$doc])*
            async fn $name(&self, $($reader: &Reader,)? $($arg: $type),*)
                -> Result<$answer, StoreError>;)*
        }

        #[async_trait]
        impl<D: Database> $trait for D {
            $(async fn $name(&self, $($reader: &Reader,)? $($arg: $type),*)
                -> Result<$answer, StoreError>
            {
                use_cases!(@$how self, $case, ($($reader)?), ($($arg),*))
            })*
        }
    };
    (@ask $self:ident, $case:path, (), ($($arg:ident),*)) => {
        $self.ask(move |s| $case(s, $($arg),*).boxed()).await
    };
    (@write $self:ident, $case:path, (), ($($arg:ident),*)) => {
        $self.write(move |t| $case(t, $($arg),*).boxed()).await
    };
    (@read $self:ident, $case:path, ($($reader:ident)?), ($($arg:ident),*)) => {{
        let shared = Arc::clone($self.shared());
        $(let $reader = $reader.clone();)?
        $self.read(move |s| {
            async move { $case(s, &shared.directories, $(&$reader,)? $($arg),*).await }.boxed()
        })
        .await
    }};
    (@by $self:ident, $case:path, ($($reader:ident)?), ($($arg:ident),*)) => {
        $case($self, $($reader,)? $($arg),*).await
    };
}
pub(super) use use_cases;
