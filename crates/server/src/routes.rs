//! Every route with the permission it needs. There is no other way to add one.

mod document;

use crate::api::{
    absences, access_log, account, accounts, breaches, cards, changes, events, feed, gestures,
    health, journals, lessons, movement, openapi, server_info,
};
use crate::api::{register, rules, session_end, sessions, setup, sign_out, today};
use crate::app::App;
use crate::edge::edge;
use crate::failure::Failure;
use crate::guard::{AskedByAnyone, Guard, guard};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::from_fn_with_state;
use bytes::Bytes;
use journal::regulation::Permission;
use protocol::{API_PATH, Code};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

/// The contract: what can be asked, and what it takes.
pub(crate) fn contract() -> Routes {
    use Permission::{
        AmendRegister, Anyone, EndSessions, FollowFeed, IssuePassword, OpenLessons, OpenToday,
        OwnAccount, ReadAbsences, ReadAccessLog, ReadAccounts, ReadBreaches, ReadLog, ReadMovement,
        ReadRecordLog, ReadRegister, ReadSetup, ReportBreach, SendChanges, SettleBreaches,
    };
    Routes::default()
        .add(Anyone, || routes!(server_info::server))
        .add(Anyone, || routes!(sessions::sign_in))
        .add(OwnAccount, || routes!(sessions::sign_out))
        .add(Anyone, || routes!(sign_out::by_key))
        .add(OwnAccount, || routes!(account::change_password))
        .add(OwnAccount, || routes!(account::me))
        .add(OwnAccount, || routes!(account::sessions))
        .add(EndSessions, || routes!(session_end::end_session))
        .add(ReadAccounts, || routes!(accounts::accounts))
        .add(ReadAccessLog, || routes!(access_log::access_log))
        .add(IssuePassword, || routes!(accounts::issue_password))
        .add(ReportBreach, || routes!(breaches::report))
        .add(ReadBreaches, || routes!(breaches::breaches))
        .add(ReadBreaches, || routes!(breaches::breach))
        .add(SettleBreaches, || routes!(breaches::move_since))
        .add(SettleBreaches, || routes!(breaches::confirm))
        .add(SettleBreaches, || routes!(breaches::void))
        .add(OpenToday, || routes!(rules::rules))
        .add(OpenToday, || routes!(today::today))
        .add(OpenLessons, || routes!(lessons::lesson))
        .add(ReadLog, || routes!(lessons::lesson_log))
        .add(ReadLog, || routes!(lessons::term_log))
        .add(OpenLessons, || routes!(journals::journals))
        .add(OpenLessons, || routes!(journals::journal))
        .add(ReadAbsences, || routes!(absences::week))
        .add(ReadAbsences, || routes!(absences::absent))
        .add(ReadAbsences, || routes!(absences::of_pupil))
        .add(SendChanges, || routes!(changes::push))
        .add(ReadRegister, || routes!(register::kinds))
        .add(ReadRegister, || routes!(register::records))
        .add(ReadRecordLog, || routes!(register::record_log))
        .add(AmendRegister, || routes!(register::amend))
        .add(ReadSetup, || routes!(setup::setup))
        .add(ReadMovement, || routes!(movement::book))
        .add(ReadMovement, || routes!(movement::population))
        .add(ReadRegister, || routes!(movement::ungrouped))
        .add(ReadRegister, || routes!(movement::gaps))
        .add(ReadRegister, || routes!(cards::cards))
        .add(AmendRegister, || routes!(gestures::amend_whole))
        .add(AmendRegister, || routes!(gestures::undo))
        .add(FollowFeed, || routes!(feed::feed))
        .stream(FollowFeed, || routes!(events::events))
        .add(Anyone, || routes!(openapi::document))
        .add(Anyone, || routes!(health::live))
        .add(Anyone, || routes!(health::ready))
}

/// Routes, each with its permission.
#[derive(Default)]
pub(crate) struct Routes(Vec<Route>);

struct Route {
    permission: Permission,
    is_stream: bool,
    methods: Methods,
}

/// Makes a route. With it come the schemas of all that it takes and answers, the same for many: of
/// all routes at once they were 10 MiB, and the heap of a server that starts stayed as large.
type Methods = fn() -> UtoipaMethodRouter<Arc<App>>;

impl Routes {
    fn add(self, permission: Permission, methods: Methods) -> Self {
        self.and(permission, false, methods)
    }

    /// One whose answer never ends: every other reading in a session takes its turn.
    fn stream(self, permission: Permission, methods: Methods) -> Self {
        self.and(permission, true, methods)
    }

    fn and(mut self, permission: Permission, is_stream: bool, methods: Methods) -> Self {
        self.0.push(Route {
            permission,
            is_stream,
            methods,
        });
        self
    }

    /// The OpenAPI document of these routes.
    pub(crate) fn document(self) -> OpenApi {
        let mut all = OpenApiRouter::with_openapi(document::head());
        for route in self.0 {
            let (schemas, mut paths, handlers) = (route.methods)();
            document::declare(&mut paths, route.permission);
            all = all.routes((schemas, paths, handlers));
        }
        document::finish(OpenApiRouter::default().nest(API_PATH, all).into_openapi())
    }

    /// The service: each route behind its guard, everything behind the edge.
    pub(crate) fn service(self, app: &Arc<App>) -> Router {
        let mut all = OpenApiRouter::new();
        for route in self.0 {
            let (_, paths, handlers) = (route.methods)();
            let state = Guard {
                app: Arc::clone(app),
                permission: route.permission,
                is_stream: route.is_stream,
            };
            let handlers = handlers.route_layer(from_fn_with_state(state, guard));
            all = all.routes((Vec::new(), paths, handlers));
        }
        Router::from(OpenApiRouter::default().nest(API_PATH, all))
            .fallback(async || Failure::from(Code::NotFound))
            .layer(DefaultBodyLimit::disable())
            .layer(compression())
            .layer(from_fn_with_state(Arc::clone(app), edge))
            .with_state(Arc::clone(app))
    }
}

/// The list of a whole school is a tenth of its bytes on a thin line. A lesson's page is too short
/// to be worth it: everybody asks for one at the bell. What is open to anyone is sent as it is: to
/// compress it costs eighty times what answering does.
fn compression() -> CompressionLayer<impl Predicate> {
    let of_a_person = |_: StatusCode, _: Version, _: &HeaderMap, of: &Extensions| {
        of.get::<AskedByAnyone>().is_none()
    };
    let long = SizeAbove::new(20_000).and(NotForContentType::SSE);
    CompressionLayer::new().compress_when(long.and(of_a_person))
}

/// The OpenAPI document in JSON.
pub(crate) fn document_json() -> Bytes {
    contract().document().to_json().unwrap_or_default().into()
}
